// Start Swagger UI. A file of its own, as the page's Content-Security-Policy forbids inline scripts.
(() => {
  const { SwaggerUIBundle } = /** @type {any} */ (window);
  SwaggerUIBundle({
    url: "openapi.json",
    dom_id: "#docs",
    deepLinking: true,
    showExtensions: true,
    showCommonExtensions: true,
  });
})();
