// The API's documentation; a file of its own, as the page's policy lets no script stand in the markup.
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
