// A form that came back with something to mend: begin from the list of what is left.

document.querySelector("[data-errors]")?.focus();
