// What people do with an import: give it a file, choose, check, run, stop. What they choose is kept at once.
frappe.provide("crm_khachhang.importing");
(() => {
	const here = crm_khachhang.importing;
	const IMPORT = "KH Import";
	const OPEN = ["Checking", "Running", "Undoing"];

	here.API = "crm_khachhang.importing.api.";
	here.call = (method, args) => frappe.xcall(here.API + method, args);

	/** The words of a refused request, without their markup. */
	here.words_of = (answer) => {
		let messages = [];
		try {
			messages = JSON.parse(answer?._server_messages || "[]").map(JSON.parse);
		} catch {
			messages = [];
		}
		const { message, title } = messages.at(-1) || {};
		return {
			title: title && title !== __("Message") ? strip_html(title) : "",
			message: message
				? strip_html(message)
				: __("The site did not answer as it should. Try again in a moment."),
		};
	};

	/** Ask the server for something that may be refused; rejects with `words_of` instead of showing a dialog. */
	here.ask = (method, args) =>
		new Promise((resolve, reject) => {
			const request = frappe.call({
				method,
				args,
				silent: true,
				callback: ({ message }) => resolve(message),
				error: (answer) => reject(here.words_of(answer)),
			});
			// Some refusals reach no handler of Frappe's.
			request?.fail?.((answer) => reject(here.words_of(answer.responseJSON)));
		});

	/** The actions of the form; `wizard.js` knows what is shown of them. */
	here.Actions = class {
		async take_file(file) {
			if (!file || this.sending) return;
			if (OPEN.includes(this.doc.status)) {
				frappe.show_alert(
					__("This import is at work. Start another one for another file.")
				);
				return;
			}
			const obstacle = here.obstacle(file);
			if (obstacle) return this.tell({ message: obstacle });
			this.problem = null;
			const on_progress = (done) => {
				this.sending = { name: file.name, done };
				this.draw_head();
			};
			on_progress(0);
			try {
				const import_file = await here.send_file(file, on_progress);
				on_progress(1);
				if (this.is_changeable && !this.is_new)
					await this.set_file({ import_file, sheet_name: "" });
				else await this.begin(import_file);
			} catch (problem) {
				this.problem = problem.message ? problem : { message: String(problem) };
			}
			this.sending = null;
			this.draw_head();
		}

		/** A new import of the file; the empty form makes room for it. */
		async begin(import_file) {
			const { name } = await here.ask("frappe.client.insert", {
				doc: { doctype: IMPORT, import_file },
			});
			frappe.route_flags.replace_route = this.is_new;
			await frappe.set_route("Form", IMPORT, name);
		}

		async set_file(values) {
			this.chosen = null;
			try {
				await this.set(values);
				this.problem = null;
			} catch (problem) {
				this.problem = problem;
			}
			this.learnt = null;
			await this.draw();
		}

		/** Keep values of the import as it stands in the database, whatever else has been written since. */
		async set(values) {
			const kept = await here.ask("frappe.client.set_value", {
				doctype: IMPORT,
				name: this.name,
				fieldname: values,
			});
			Object.assign(this.doc, kept);
		}

		set_options(values) {
			Object.assign(this.doc, values);
			this.touch();
			return this.in_turn(() => this.set(values));
		}

		save_mapping() {
			this.touch();
			this.on_mapping?.();
			this.mapping_waits = true;
			return this.in_turn(() => this.send_mapping());
		}

		/** Of several changes made while the server reads the file, the last one says it all. */
		async send_mapping() {
			if (!this.mapping_waits) return;
			this.mapping_waits = false;
			const { columns, values, defaults } = this.facts;
			const chosen = columns.filter((one) => one.fieldname);
			await here.ask(here.API + "set_mapping", {
				name: this.name,
				columns: Object.fromEntries(chosen.map((one) => [one.number, one.fieldname])),
				values,
				defaults: Object.fromEntries(
					Object.entries(defaults).filter(([, value]) => value !== "" && value !== null)
				),
			});
		}

		/** Do one thing after the other; a refusal is shown on the form. */
		in_turn(act) {
			const before = this.turn || Promise.resolve();
			this.turn = before.then(act).catch((problem) => this.tell(problem));
			return this.turn;
		}

		/** What was found is not true any more. */
		touch() {
			if (this.stage === "check") {
				this.chosen = "check";
				this.stale = true;
			} else this.chosen = "prepare";
			this.problem = null;
			this.doc.status = "Draft";
			this.draw_head();
		}

		async check() {
			await this.turn;
			if (this.problem) return;
			await this.act("check");
		}

		async act(method) {
			if (this.acting) return;
			this.acting = true;
			try {
				const summary = await here.ask(here.API + method, { name: this.name });
				this.chosen = this.wanted = null;
				this.stale = false;
				this.problem = null;
				delete this.drawn.rows;
				Object.assign(this.doc, summary);
			} catch (problem) {
				this.problem = problem;
			}
			this.acting = false;
			await this.draw();
			frappe.utils.scroll_to(0, false);
		}

		start() {
			this.expected_rows = this.doc.total_rows;
			localStorage.setItem(this.storage_key, this.expected_rows);
			return this.act("start");
		}

		ask_cancel() {
			if (this.doc.status === "Checking") return this.act("cancel");
			const question = __(
				"Stop the import? What is written stays; you can undo it afterwards."
			);
			frappe.confirm(question, () => this.act("cancel"));
		}

		/** News of the work: the bar goes on, and an end changes the form. */
		take_summary(summary) {
			const before = this.doc.status;
			Object.assign(this.doc, summary);
			if (before === summary.status && OPEN.includes(summary.status))
				here.draw_progress(this, this.box("progress_html"));
			else this.end(before);
		}

		async end(before) {
			here.stop_following(this);
			localStorage.removeItem(this.storage_key);
			if (this.doc.error && before === "Checking")
				this.problem = { message: this.doc.error };
			await this.frm.reload_doc();
		}
	};
})();
