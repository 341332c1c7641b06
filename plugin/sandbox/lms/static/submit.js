// Sends the form at once; without scripts there is its button.
document.getElementById("auto").submit();
