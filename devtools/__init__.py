"""The parts of `./dev`: a bench with the app, made from a bare machine, and everything that is tested on it.

Standard library only (what lies in `server/` runs inside the bench and may import Frappe).

	cli         the words of the command line, and what each calls
	project     where things are: the checkout, its state folder, its ports and passwords
	plan        what is to be made, and what must be settled first
	steps       what must be done once, in which order, remembered by fingerprint, resumable
	commands    running programs with a log; failures that say what to do
	processes   long-running programs, started and stopped by pid
	packages    Debian packages
	tools       the bench command, yarn, linters, the browser driver
	source      which Frappe: a clone, upstream, or the registry snapshot (and `snapshot/`, what it lacks)
	bench       the bench made from it, and the app linked into it
	database    private MariaDB and Redis
	sites       sites, and the dumps that make the next one quick
	serve       web, realtime, worker, scheduler
	testing     linters, Python tests, browser tests, side by side
	counting    what their runners say at the end, in one tally
	benchmarks  tables of ratios, on a site of their own
"""
