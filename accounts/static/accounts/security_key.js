// Signs in with a security key: the answer of the key goes along with the form.
const form = document.getElementById("second-factor-form");
const button = form.querySelector(".use-key");

button.type = "button";
button.addEventListener("click", async () => {
  const options = JSON.parse(document.getElementById("key-options").textContent);
  try {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
    const credential = await navigator.credentials.get({ publicKey });
    form.elements.key.value = JSON.stringify(credential.toJSON());
    form.elements.method.value = "fido";
    form.requestSubmit();
  } catch (error) {
    const line = document.createElement("p");
    line.setAttribute("role", "alert");
    line.className = "text-red-600 mt-3";
    line.textContent = `The key did not answer: ${error.message}`;
    button.after(line);
  }
});
