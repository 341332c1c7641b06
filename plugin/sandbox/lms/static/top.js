// Leads the whole window back to the course, out of the tool's frame.
window.top.location.assign(document.getElementById("back").href);
