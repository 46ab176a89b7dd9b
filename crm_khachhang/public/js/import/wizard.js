// The form of an import, which leads from the file to the result: it shows what the step needs, and its main button
// does the next thing.
frappe.provide("crm_khachhang.importing");
(() => {
	const here = crm_khachhang.importing;
	const IMPORT = "KH Import";
	const OPEN = ["Checking", "Running", "Undoing"];
	const CHANGEABLE = ["Draft", "Checked"];
	const number = (value) => window.format_number(value || 0, null, 0);

	class Wizard extends here.Actions {
		constructor(frm) {
			super();
			this.frm = frm;
			this.name = frm.docname;
			this.drawn = {};
			this.expected_rows = Number(localStorage.getItem(this.storage_key)) || 0;
		}

		get doc() {
			return this.frm.doc;
		}

		get storage_key() {
			return `kh_import_rows:${this.name}`;
		}

		get is_new() {
			return Boolean(this.doc.__islocal);
		}

		get is_changeable() {
			return CHANGEABLE.includes(this.doc.status);
		}

		get is_in_front() {
			return (
				window.cur_frm === this.frm &&
				this.frm.docname === this.name &&
				frappe.get_route()[0] === "Form" &&
				frappe.get_route()[1] === IMPORT
			);
		}

		/** What the form is about now. */
		get stage() {
			const { import_file, status } = this.doc;
			if (!import_file || this.is_new) return "file";
			if (this.is_changeable)
				return this.chosen || (status === "Checked" ? "check" : "prepare");
			return { Checking: "check", Running: "run" }[status] || "result";
		}

		get step() {
			if (this.stage !== "prepare") return this.stage;
			const needs_columns = !this.facts || here.lacking(this).length;
			return needs_columns || this.wanted === "columns" ? "columns" : "options";
		}

		may_go_to(key) {
			if (!this.is_changeable || this.stage === "file") return false;
			return (
				["columns", "options"].includes(key) ||
				(key === "check" && this.doc.status === "Checked")
			);
		}

		async go_to(stage, key) {
			this.chosen = stage === "check" ? null : stage;
			this.wanted = key;
			await this.draw();
			const part =
				key === "options" ? "options_html" : key === "columns" ? "mapping_html" : "";
			if (part) frappe.utils.scroll_to(this.box(part), true, 90);
		}

		box(fieldname) {
			const { $wrapper } = this.frm.fields_dict[fieldname];
			let box = $wrapper.children(".kh-import-part");
			if (!box.length)
				box = $('<div class="kh-import-part"></div>').appendTo($wrapper.empty());
			return box;
		}

		/** What the form shows of another import does nothing for this one. */
		clear() {
			for (const { fieldtype, fieldname } of this.frm.meta.fields)
				if (fieldtype === "HTML") this.box(fieldname).empty();
		}

		/** Learn how far it is, and show it. */
		async refresh() {
			if (!this.is_new)
				Object.assign(this.doc, await here.call("state", { name: this.name }));
			await this.draw();
		}

		async draw() {
			const { stage, doc } = this;
			const is_open = OPEN.includes(doc.status);
			this.draw_head();
			this.frm.fields_dict.mapping_html.$wrapper.toggle(stage === "prepare");
			this.frm.fields_dict.options_html.$wrapper.toggle(stage === "prepare");
			this.frm.fields_dict.progress_html.$wrapper.toggle(is_open);
			const has_rows = !is_open && ["check", "result"].includes(stage);
			this.frm.fields_dict.result_html.$wrapper.toggle(has_rows);
			if (is_open) {
				here.draw_progress(this, this.box("progress_html"));
				here.follow(this);
			} else here.stop_following(this);
			if (stage === "prepare" || stage === "check") await this.learn_facts();
			if (this.stage !== stage || !this.is_in_front) return;
			if (stage === "prepare") this.draw_choices();
			if (has_rows) await this.draw_rows();
		}

		draw_head() {
			if (this.frm.docname !== this.name) return; // the form shows another import by now
			here.draw_steps(this, this.box("steps_html"));
			const facts = this.facts;
			const { import_file, title, status } = this.doc;
			const sign = [import_file, title, status, this.problem, this.sending, facts?.sheet];
			this.once("file", sign, () => here.draw_file(this, this.box("file_html")));
			this.set_buttons();
		}

		/** Draw a part unless it stands there already: nothing jumps, and nobody loses what they are typing. */
		once(part, sign, draw) {
			const text = JSON.stringify(sign);
			if (this.drawn[part] === text) return;
			this.drawn[part] = text;
			return draw();
		}

		draw_choices() {
			const sign = [this.doc.import_file, this.facts.sheet, this.facts_drawn];
			this.once("choices", sign, () => {
				here.draw_columns(this, this.box("mapping_html"));
				here.draw_options(this, this.box("options_html"));
			});
			this.draw_head();
		}

		async draw_rows() {
			const { status, finished_on, undone, kept, total_rows } = this.doc;
			const sign = [
				this.stage,
				this.stale ? "Checked" : status,
				finished_on,
				undone,
				kept,
				total_rows,
			];
			const box = this.box("result_html");
			await frappe.model.with_doctype("KH Customer");
			await this.once("rows", sign, () =>
				this.stage === "check" ? here.draw_check(this, box) : here.draw_result(this, box)
			);
		}

		/** The file as the server reads it: columns, sheets, and what a column can mean. */
		async learn_facts() {
			const sign = [this.doc.import_file, this.doc.sheet_name].join("\n");
			if (this.learnt === sign) return this.learning;
			this.learnt = sign;
			this.learning = here.ask(here.API + "overview", { name: this.name }).then(
				(facts) => {
					this.facts = facts;
					this.facts_drawn = (this.facts_drawn || 0) + 1;
					this.draw_head();
				},
				(problem) => {
					this.facts = {
						columns: [],
						targets: [],
						sheets: [],
						slow_because: [],
						values: {},
						defaults: {},
					};
					this.tell(problem);
				}
			);
			return this.learning;
		}

		tell(problem) {
			this.problem = problem;
			this.draw_head();
		}

		// Buttons

		/** Drawn when they change, and when the desk has cleared them. */
		set_buttons() {
			const buttons = this.buttons();
			const labels = buttons.map((button) => button?.[0]);
			this.once("buttons", [labels, this.sending], () => this.draw_buttons(buttons));
		}

		draw_buttons([main, ...others]) {
			const { frm } = this;
			frm.clear_custom_buttons();
			frm.page.clear_menu(); // where the desk repeats the buttons for narrow screens
			frm.page.clear_primary_action();
			frm.page.clear_indicator();
			if (main) frm.page.set_primary_action(main[0], main[1]);
			if (main) frm.page.btn_primary.prop("disabled", Boolean(this.sending));
			for (const [label, act] of others) frm.add_custom_button(label, act);
		}

		/** The main button, then the others: [words, what it does]. */
		buttons() {
			const { doc, stage } = this;
			const choose = [__("Choose File"), () => here.choose_file(this)];
			const check = [__("Check"), () => this.check()];
			const refused = [
				__("Download {0} Refused Rows", [number(doc.failed)]),
				() => here.download_refused(this),
			];
			const another = [__("Import Another File"), () => frappe.new_doc(IMPORT)];
			if (stage === "file") return [choose];
			if (stage === "prepare") return [check];
			if (OPEN.includes(doc.status)) {
				const stop = [__("Stop"), () => this.ask_cancel()];
				return doc.status === "Undoing" ? [] : [null, stop];
			}
			if (stage === "check") {
				if (this.stale) return [[__("Check Again"), () => this.check()]];
				const count = doc.created + doc.updated;
				const start = [__("Import {0} Customers", [number(count)]), () => this.start()];
				const main = count ? start : doc.failed ? refused : another;
				return doc.failed && count ? [main, refused] : [main];
			}
			const written = doc.created + doc.updated > 0 && doc.status !== "Undone";
			const undo = written ? [[__("Undo the Import"), () => here.ask_undo(this)]] : [];
			return doc.failed ? [refused, another, ...undo] : [another, ...undo];
		}
	}

	/** Show the import in its form. */
	here.show = (frm) => {
		if (crm_khachhang.imports.is_refused()) return;
		frm.disable_save();
		if (frm.kh_wizard?.name !== frm.docname) {
			if (frm.kh_wizard) here.stop_following(frm.kh_wizard);
			frm.kh_wizard = new Wizard(frm);
			frm.kh_wizard.clear();
		}
		delete frm.kh_wizard.drawn.buttons;
		return frm.kh_wizard.refresh();
	};
})();
