/* Sends the form that stands alone on its page; without scripts a person presses its button. */
document.getElementById("send").requestSubmit();
