"""The style sheets of paper and of the projector; markup puts them on the page, scripts in the browser measure."""

# Streamlit's page is a window with a part that scrolls; on paper everything flows. A chart is as wide as the window
# it was drawn in: print.js says by how much it must shrink; without it, what the widest usual window needs.
PRINT = """
<style>
@page { size: A4; margin: 12mm; }
@media print {
  html { font-size: 12pt !important; }
  html, body, #root, .stApp, .stMain, [data-testid="stAppViewContainer"], [data-testid="stAppScrollToBottomContainer"] {
    position: static !important; display: block !important; height: auto !important; overflow: visible !important;
    print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  [data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stToolbar"], [data-testid="stStatusWidget"],
  [data-testid="stExpandSidebarButton"], [data-testid="stButton"], [data-testid="stDownloadButton"],
  [data-testid="stPageLink"], [data-testid="stFileUploader"], [data-testid="stSkipLink"] { display: none !important; }
  .stMainBlockContainer { padding: 0 !important; max-width: none !important; width: 100% !important; }
  h1, h2, h3 { break-after: avoid; }
  h1 { font-size: 22pt !important; } h2 { font-size: 17pt !important; } h3 { font-size: 14pt !important; }
  [data-testid="stCaptionContainer"] p { font-size: 12pt !important; }
  .stPlotlyChart, .stBidiComponent, .stDeckGlJsonChart, .cd-grid figure, .cd tr, [data-testid="stAlert"] {
    break-inside: avoid; }
  .stVerticalBlock, [data-testid="stLayoutWrapper"] { display: block !important; height: auto !important; }
  .stVerticalBlock > * { margin-bottom: 0.6rem; }
  .stElementContainer:has(.stPlotlyChart), .stElementContainer:has(.stPlotlyChart) div:has(.js-plotly-plot) {
    height: auto !important; }
  .stElementContainer:has(.stPlotlyChart), .stElementContainer:has(.stHeading) {
    break-inside: avoid; break-after: avoid; }
  .stPlotlyChart .js-plotly-plot { zoom: var(--cd-paper, 0.55); }
  .stDeckGlJsonChart, .stDeckGlJsonChart canvas { max-width: 100% !important; }
  [data-testid="stExpander"]:has(details:not([open])) { display: none !important; }
  .cd-lead { max-width: none; }
  .cd-wrap { overflow: visible !important; }
  .cd { zoom: var(--cd-paper, 1); }
  .cd thead { display: table-header-group; }
  .cd caption, .cd thead { break-after: avoid; }
  .cd img { max-width: 100%; }
}
</style>
"""
# A screen is as high as the window, and the chart takes what the words leave. Sizes go with the window's width, so
# that a wall is read like a laptop; a phone gets the same in one column.
MEETING = """
<style>
[data-testid="stHeader"], [data-testid="stSidebar"], [data-testid="stExpandSidebarButton"] { display: none !important; }
.stMainBlockContainer { padding: 0.8rem min(2.5rem, 4vw) 0.6rem !important; max-width: none !important; }
.st-key-meeting { min-height: calc(100vh - 1.4rem); gap: 0.5rem !important; }
.st-key-meeting h1 { font-size: clamp(2rem, 2.9vw, 4rem); line-height: 1.2; padding: 0 0 1.2rem; }
.st-key-meeting h2 { font-size: clamp(1.3rem, 1.75vw, 2.6rem); padding: 0 0 0.4rem; }
.st-key-meeting .cd-lead { font-size: clamp(1.4rem, 1.75vw, 2.6rem); line-height: 1.35; margin: 0 0 0.4rem;
  max-width: none; }
.st-key-meeting .cd-strip { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 2rem; margin: 0;
  font-size: clamp(1.1rem, 1.4vw, 2rem); }
.st-key-meeting .cd-strip strong { white-space: nowrap; }
.st-key-meeting .cd { font-size: clamp(1.2rem, 1.75vw, 2.6rem); }
.st-key-meeting .cd td.num { white-space: normal; }
.st-key-meeting [data-testid="stCaptionContainer"] p { font-size: clamp(1rem, 1.25vw, 1.8rem); line-height: 1.3; }
.st-key-meeting-notes { border-left: 4px solid currentColor; padding-left: 1rem; }
.st-key-meeting-notes li, .st-key-meeting-notes p { font-size: clamp(1.1rem, 1.4vw, 2rem); }
div:has(> .st-key-meeting-controls) { margin-top: auto; }
div:has(> .st-key-meeting-chart) { flex: 1 1 17rem !important; min-height: 17rem; position: relative; }
.st-key-meeting-chart { position: absolute !important; inset: 0; }
.st-key-meeting-chart .stElementContainer, .st-key-meeting-chart .stElementContainer > div,
.st-key-meeting-chart .stPlotlyChart { height: 100% !important; }
@media (max-width: 45rem) { div:has(> .st-key-meeting-chart) { flex-basis: 30rem !important; min-height: 30rem; } }
@media print { .st-key-meeting { min-height: 0; } }
</style>
"""
