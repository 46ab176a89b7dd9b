// How far a check, an import or taking it back is: told by the server, asked for when nothing is heard.
frappe.provide("crm_khachhang.importing");
(() => {
	const here = crm_khachhang.importing;
	const SILENCE_SECONDS = 3;
	let wizard_at_work = null;
	let heard_at = 0;

	frappe.realtime.on("kh_import", (summary) => {
		if (summary.name !== wizard_at_work?.name) return;
		heard_at = Date.now();
		wizard_at_work.take_summary(summary);
	});

	/** Follow the import of `wizard` until it ends or its form is left. */
	here.follow = (wizard) => {
		if (wizard_at_work === wizard && wizard.timer) return;
		if (wizard_at_work) clearInterval(wizard_at_work.timer);
		wizard_at_work = wizard;
		heard_at = Date.now();
		wizard.timer = setInterval(() => look(wizard), 1000);
	};

	here.stop_following = (wizard) => {
		clearInterval(wizard.timer);
		wizard.timer = null;
		if (wizard_at_work === wizard) wizard_at_work = null;
	};

	async function look(wizard) {
		if (!wizard.is_in_front) return here.stop_following(wizard);
		if (wizard.asking || Date.now() - heard_at < SILENCE_SECONDS * 1000) return;
		wizard.asking = true;
		try {
			wizard.take_summary(await here.call("state", { name: wizard.name }));
			heard_at = Date.now();
		} finally {
			wizard.asking = false;
		}
	}

	const WORDS = {
		Checking: __("Checking every row. Nothing is written."),
		Running: __("Importing. You may leave this page; it goes on."),
		Undoing: __("Undoing the import. You may leave this page; it goes on."),
	};

	/** The bar: a part of the whole where the whole is known, else that something moves. */
	here.draw_progress = (wizard, box) => {
		const { doc } = wizard;
		if (!box.find(".kh-progress").length)
			box.html(`<div class="kh-progress"><p class="kh-progress-title"></p>
				<div class="progress" role="progressbar" aria-valuemin="0" aria-valuemax="100">
					<div class="progress-bar"></div></div>
				<p class="text-muted kh-progress-words" aria-live="polite"></p><p class="kh-progress-counts"></p></div>`);
		const { done, total } = extent(wizard);
		const percent = total ? Math.min(100, Math.floor((100 * done) / total)) : 0;
		box.find(".kh-progress-title").text(WORDS[doc.status] || "");
		box.find(".progress").attr("aria-valuenow", total ? percent : null);
		box.find(".progress-bar")
			.css("width", total ? `${percent}%` : "100%")
			.toggleClass("progress-bar-striped progress-bar-animated", !total);
		box.find(".kh-progress-words").text(words(doc, done, total, percent));
		box.find(".kh-progress-counts").html(doc.status === "Undoing" ? "" : counts(doc));
	};

	function extent({ doc, expected_rows }) {
		if (doc.status === "Undoing")
			return { done: doc.undone + doc.kept, total: doc.created + doc.updated };
		return { done: doc.total_rows || 0, total: expected_rows };
	}

	function words(doc, done, total, percent) {
		if (!done && doc.status === "Undoing") return __("Waiting for a worker …");
		if (!done) return __("Waiting for a worker, then reading the file …");
		const number = (value) => window.format_number(value, null, 0);
		const parts = [
			total
				? __("{0} of {1} rows ({2}%)", [number(done), number(total), percent])
				: __("{0} rows", [number(done)]),
		];
		const speed = doc.status === "Undoing" ? 0 : done / (doc.seconds || Infinity);
		if (speed >= 1) parts.push(__("{0} rows per second", [number(speed)]));
		if (speed && total > done) parts.push(left((total - done) / speed));
		return parts.join(" · ");
	}

	function left(seconds) {
		if (seconds < 60) return __("about {0} seconds left", [Math.max(1, Math.round(seconds))]);
		return __("about {0} minutes left", [Math.round(seconds / 60)]);
	}

	function counts(doc) {
		return here
			.numbers(doc)
			.filter(({ number }) => number)
			.map(
				({ label, number, color }) =>
					`<span class="indicator-pill ${color}">${label}: ${window.format_number(
						number,
						null,
						0
					)}</span>`
			)
			.join(" ");
	}
})();
