// Before the page is painted: the theme that was chosen, or else the system's.
const system = matchMedia("(prefers-color-scheme: dark)");
const paint = () => document.documentElement.classList.toggle("dark", (localStorage.getItem("theme") ?? (system.matches ? "dark" : "light")) === "dark");
system.addEventListener("change", paint);
paint();
