// The file of an import: dropped or chosen, sent, and which of its sheets is meant.
frappe.provide("crm_khachhang.importing");
(() => {
	const here = crm_khachhang.importing;
	const ENDINGS = [".xlsx", ".xls", ".ods", ".csv", ".vcf"];
	const MOST_BYTES = 50 * 1024 * 1024;

	/** Let people choose a file of their computer. */
	here.choose_file = (wizard) =>
		$(`<input type="file" accept="${ENDINGS.join(",")}">`)
			.on("change", (event) => wizard.take_file(event.target.files[0]))
			.trigger("click");

	/** Why the file cannot be sent at all, or "". */
	here.obstacle = (file) => {
		const is_known = ENDINGS.some((ending) => file.name.toLowerCase().endsWith(ending));
		if (!is_known)
			return __("This kind of file cannot be imported. Choose one of: {0}.", [
				ENDINGS.join(", "),
			]);
		if (file.size > MOST_BYTES)
			return __("The file is larger than 50 MB. Divide it into smaller ones.");
		return file.size ? "" : __("The file is empty. Choose another one.");
	};

	/** Send the file; resolves with its address on the site. Rejects with words for people. */
	here.send_file = (file, on_progress) =>
		new Promise((resolve, reject) => {
			const body = new FormData();
			body.append("file", file, file.name);
			body.append("is_private", 1);
			body.append("folder", "Home/Attachments");
			const request = new XMLHttpRequest();
			request.upload.onprogress = ({ loaded, total }) => on_progress(loaded / (total || 1));
			request.onerror = () =>
				reject(__("The connection broke. Check the network and choose the file again."));
			request.onload = () => {
				const answer = parsed(request.responseText);
				if (request.status === 200) resolve(answer.message.file_url);
				else if (request.status === 413)
					reject(
						__("The site takes no files as large as this one. Ask the administrator.")
					);
				else reject(here.words_of(answer));
			};
			request.open("POST", "/api/method/upload_file");
			request.setRequestHeader("Accept", "application/json");
			request.setRequestHeader("X-Frappe-CSRF-Token", frappe.csrf_token);
			request.send(body);
		});

	function parsed(text) {
		try {
			return JSON.parse(text);
		} catch {
			return {};
		}
	}

	/** What is dropped anywhere on the form is the file; Frappe would attach it beside the import. */
	here.take_drops = (frm) => {
		const [page] = frm.$wrapper;
		let inside = 0;
		const shade = (is_over) => frm.$wrapper.toggleClass("kh-dropping", is_over);
		const on = (name, act) =>
			page.addEventListener(
				name,
				(event) => {
					if (!event.dataTransfer?.types.includes("Files")) return;
					event.preventDefault();
					event.stopPropagation();
					act(event);
				},
				true
			);
		on("dragenter", () => shade(++inside > 0));
		on("dragleave", () => shade(--inside > 0));
		on("dragover", () => {});
		on("drop", (event) => {
			inside = 0;
			shade(false);
			frm.kh_wizard.take_file(event.dataTransfer.files[0]);
		});
	};

	/** The place for the file: large as long as there is none, then a line with its name. */
	here.draw_file = (wizard, box) => {
		box.empty();
		if (wizard.problem) draw_problem(wizard.problem, box);
		if (wizard.sending) return draw_sending(wizard.sending, box);
		if (!wizard.doc.import_file) return draw_place(wizard, box);
		draw_line(wizard, box);
	};

	function draw_problem({ title, message }, box) {
		const notice = $('<div class="kh-notice kh-bad" role="alert"></div>').appendTo(box);
		if (title) $("<b></b>").text(title).appendTo(notice);
		$("<div></div>").text(message).appendTo(notice);
	}

	function draw_sending({ name, done }, box) {
		box.append(
			`<div class="kh-sending"><div></div><div class="progress"><div class="progress-bar"></div></div></div>`
		);
		const is_sent = done >= 1;
		const words = is_sent ? __("Reading {0} …", [name]) : __("Sending {0} …", [name]);
		box.find(".kh-sending > div").first().text(words);
		box.find(".progress-bar")
			.css("width", `${Math.round(done * 100)}%`)
			.toggleClass("progress-bar-striped progress-bar-animated", is_sent);
	}

	function draw_place(wizard, box) {
		const place = $(`<button type="button" class="kh-drop-place">
			${frappe.utils.icon("upload", "lg")}
			<span class="kh-drop-title">${__(
				"Drop the file with your customers here, or click to choose it"
			)}</span>
			<span class="text-muted">${__(
				"Excel (.xlsx, .xls), OpenDocument (.ods), CSV or contacts (.vcf); up to 50 MB"
			)}</span>
		</button>`).on("click", () => here.choose_file(wizard));
		const template = $(`<p class="kh-no-file">${__("No file yet?")} </p>`).append(
			$(`<a href="#">${__("Download Template")}</a>`).on("click", (event) => {
				event.preventDefault();
				crm_khachhang.imports.download_template();
			})
		);
		const promise = `<p class="text-muted">${__(
			"Any table will do: the app finds the columns. Nothing is written before you have seen what would become of every row."
		)}</p>`;
		box.append(place, template, promise);
	}

	function draw_line(wizard, box) {
		const line = $('<div class="kh-file-line"></div>').appendTo(box);
		line.append(frappe.utils.icon("file", "sm"));
		$('<b class="kh-file-name"></b>').text(wizard.doc.title).appendTo(line);
		if (!wizard.is_changeable) return;
		const { sheets = [], sheet, header_row } = wizard.facts || {};
		if (sheets.length > 1) line.append(sheet_choice(wizard, sheets, sheet));
		if (header_row)
			$('<span class="text-muted"></span>')
				.text(__("columns named in row {0}", [header_row]))
				.appendTo(line);
		$(`<button type="button" class="btn btn-default btn-xs">${__("Another File")}</button>`)
			.on("click", () => here.choose_file(wizard))
			.appendTo(line);
	}

	function sheet_choice(wizard, sheets, chosen) {
		const select = $('<select class="form-control input-xs kh-sheet"></select>');
		for (const sheet of sheets) $("<option></option>").val(sheet).text(sheet).appendTo(select);
		select.val(chosen).on("change", () => wizard.set_file({ sheet_name: select.val() }));
		return $(`<label class="kh-sheet-label">${__("Sheet")} </label>`).append(select);
	}
})();
