// What a check found, and what became of an import: in a sentence, in totals, row by row; and undoing it.
frappe.provide("crm_khachhang.importing");
(() => {
	const here = crm_khachhang.importing;
	const number = (value) => window.format_number(value || 0, null, 0);

	const OPENINGS = {
		to_come: (values) => __("Opening debts to be recorded: {0}, {1} in all.", values),
		standing: (values) => __("Opening debts recorded: {0}, {1} in all.", values),
		cancelled: (values) => __("Opening debts cancelled: {0}, {1} in all.", values),
	};

	/** What the accountant compares with the books: how many opening debts there are, and how much they are. */
	function show_openings(doc, box) {
		for (const [kind, words] of Object.entries(OPENINGS)) {
			const { count, amount } = doc.openings?.[kind] || {};
			if (!count) continue;
			const text = words([number(count), crm_khachhang.debts.money(amount)]);
			$('<p class="kh-openings"></p>').text(text).appendTo(box);
		}
	}

	/** The result of a check, with the words that nobody knows above the rows. */
	here.draw_check = async (wizard, box) => {
		const { doc } = wizard;
		box.html(
			`<p class="kh-sentence"></p><div class="kh-money"></div><div class="kh-words"></div>
			<div class="kh-rows"></div>`
		);
		box.find(".kh-sentence").text(sentence_of_check(doc));
		show_openings(doc, box.find(".kh-money"));
		const rows = here.draw_rows(wizard, box.find(".kh-rows"), first_outcome(doc));
		if (doc.failed) await here.draw_words(wizard, box.find(".kh-words"));
		await rows;
	};

	function sentence_of_check(doc) {
		const good = doc.created + doc.updated;
		if (!doc.total_rows) return __("The file has no rows below its header.");
		if (!good && !doc.failed)
			return __(
				"There is nothing to import: every row is there already, or nothing changes."
			);
		if (!good)
			return __(
				"No row can be imported as it is. The reasons are below; nothing is written yet."
			);
		if (!doc.failed) return __("Every row is fine. Nothing is written yet.");
		return __(
			"{0} rows can be imported, {1} are refused for the reasons below. Nothing is written yet.",
			[number(good), number(doc.failed)]
		);
	}

	/** What needs a look comes first. */
	function first_outcome(doc) {
		if (doc.failed) return "Failed";
		return doc.updated ? "Updated" : "";
	}

	const ENDS = {
		Completed: { color: "kh-good", words: () => __("The import is done.") },
		"Completed with Errors": {
			color: "kh-warning",
			words: (doc) =>
				__(
					"The import is done, but for {0} refused rows. Download them, correct them in the file and import that file.",
					[number(doc.failed)]
				),
		},
		Cancelled: {
			color: "kh-warning",
			words: () =>
				__(
					"The import was stopped. What was written until then stays; undo it, or import the file again and update the customers that are there."
				),
		},
		Failed: {
			color: "kh-bad",
			words: () =>
				__(
					"The import could not go on. What was written until then stays; undo it, or import the file again and update the customers that are there."
				),
		},
		Undone: {
			color: "kh-good",
			words(doc) {
				const undone = __("The import was undone: {0} rows taken back.", [
					number(doc.undone),
				]);
				if (!doc.kept) return undone;
				const kept = __("{0} rows stay; each says why.", [number(doc.kept)]);
				return `${undone} ${kept}`;
			},
		},
	};

	/** The result of an import that has ended. */
	here.draw_result = (wizard, box) => {
		const { doc } = wizard;
		const { color, words } = ENDS[doc.status];
		box.html(`<div class="kh-notice ${color}" role="status"><div class="kh-end"></div><small></small></div>
			<div class="kh-money"></div><p class="text-muted kh-who"></p><div class="kh-rows"></div>`);
		show_openings(doc, box.find(".kh-money"));
		box.find(".kh-end").text(words(doc));
		box.find(".kh-notice small").text(doc.error || doc.names_left || "");
		box.find(".kh-who").text(who(doc));
		const first =
			doc.status === "Undone" ? (doc.kept ? "Kept" : "Undone") : doc.failed ? "Failed" : "";
		return here.draw_rows(wizard, box.find(".kh-rows"), first);
	};

	function who(doc) {
		if (!doc.started_by) return "";
		const mode = here.MODES.find(([key]) => key === doc.mode)?.[1] || "";
		const when = frappe.datetime.str_to_user(String(doc.started_on).split(".")[0]);
		const parts = [__("{0}, {1}", [frappe.user.full_name(doc.started_by), when]), mode];
		if (doc.undone_by) parts.push(__("undone by {0}", [frappe.user.full_name(doc.undone_by)]));
		return parts.join(" · ");
	}

	here.download_refused = (wizard) =>
		window.open_url_post(
			`/api/method/${here.API}download_refused`,
			{ name: wizard.name },
			true
		);

	/** Ask, saying what would happen, and take the import back. */
	here.ask_undo = (wizard) => {
		const { created, updated, openings } = wizard.doc;
		const debts = openings?.standing;
		const lines = [
			created && __("{0} customers that it added are deleted.", [number(created)]),
			updated &&
				__("{0} customers that it changed get back their old values.", [number(updated)]),
			debts &&
				__(
					"{0} opening debts that it recorded are cancelled by reversing entries. Of the customers that it added, those who had one stay: the ledger keeps its lines.",
					[number(debts.count)]
				),
			__("What somebody has changed since stays as it is, and is listed with the reason."),
		];
		const list = lines.filter(Boolean).map((line) => `<li>${line}</li>`);
		const dialog = new frappe.ui.Dialog({
			title: __("Undo this import?"),
			fields: [{ fieldname: "words", fieldtype: "HTML" }],
			primary_action_label: __("Undo the Import"),
			primary_action() {
				dialog.hide();
				wizard.act("take_back");
			},
			secondary_action_label: __("Leave it as it is"),
			secondary_action: () => dialog.hide(),
		});
		dialog.get_field("words").$wrapper.html(`<ul>${list.join("")}</ul>`);
		dialog.show();
	};
})();
