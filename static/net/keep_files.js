/** Have a site without a server work without a network from now on, where the browser allows that. */

/**
 * Resolves once what was loaded before the site's worker had its say is kept too, or where there can be none: without
 * HTTPS, in a file, in some private windows.
 * @param {string} script the worker's address @param {string[]} addresses of what was loaded
 */
export async function keepFiles(script, addresses) {
  const { serviceWorker } = navigator;
  if (!serviceWorker) return;
  try {
    await serviceWorker.register(script);
  } catch (error) {
    if (error instanceof DOMException || error instanceof TypeError) return; // forbidden, or not to be had
    throw error;
  }
  if (!serviceWorker.controller) {
    await new Promise((resolve) => serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
  }
  await Promise.allSettled(addresses.map((address) => fetch(address))); // what does not come now, the next visit keeps
}
