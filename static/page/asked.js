/** What is asked of the page by its address; where it has none, by the document itself. */

export const asked = () => document.documentElement.dataset.asked ?? location.search;
