// Registers a security key: the answer of the key goes along with the form.
const form = document.getElementById("new-key-form");

form.addEventListener("submit", async (event) => {
  if (form.elements.key.value) return;
  event.preventDefault();
  const options = JSON.parse(document.getElementById("new-key-options").textContent);
  try {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    const credential = await navigator.credentials.create({ publicKey });
    form.elements.key.value = JSON.stringify(credential.toJSON());
    form.requestSubmit();
  } catch (error) {
    const line = document.createElement("p");
    line.setAttribute("role", "alert");
    line.className = "text-red-600 mt-3";
    line.textContent = `The key did not answer: ${error.message}`;
    form.after(line);
  }
});
