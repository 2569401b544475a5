"""Files a comparison can be mailed as: HTML, Markdown, XLSX and DOCX, all from one ``Report``."""
