// Where the server is: at the root of this address. Streamlit's front end would try the page's own address first, and
// leave two "not found" in the console of every page but the front page.
window.__streamlit = Object.assign(window.__streamlit || {}, { BACKEND_BASE_URL: window.location.origin });
