// The line of steps above an import: where one is, and the way back to what may still be changed.
frappe.provide("crm_khachhang.importing");
(() => {
	const here = crm_khachhang.importing;

	/** Each: key, words, the stage of the form in which it is worked on. */
	const STEPS = [
		["file", __("File"), "file"],
		["columns", __("Columns"), "prepare"],
		["options", __("How to Import"), "prepare"],
		["check", __("Check"), "check"],
		["run", __("Import"), "run"],
		["result", __("Result of the Import"), "result"],
	];

	/** Draw the steps; the one at which the import is has the mark, those before it are links as long as they matter. */
	here.draw_steps = (wizard, box) => {
		const now = STEPS.findIndex(([key]) => key === wizard.step);
		const list = $(`<ol class="kh-steps" aria-label="${__("Steps of the import")}"></ol>`);
		STEPS.forEach(([key, label, stage], index) => {
			const item = $("<li></li>")
				.toggleClass("kh-done", index < now)
				.appendTo(list);
			const inner = `<span class="kh-step-number">${
				index < now ? "✓" : index + 1
			}</span><span class="kh-step-label">${label}</span>`;
			if (index === now) item.addClass("kh-now").attr("aria-current", "step").html(inner);
			else if (wizard.may_go_to(key))
				$(`<button type="button" class="btn-reset">${inner}</button>`)
					.on("click", () => wizard.go_to(stage, key))
					.appendTo(item);
			else item.html(inner);
		});
		box.empty().append(list);
	};
})();
