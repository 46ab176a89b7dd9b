"""What sites that have the app already get with a release, once each; see patches.txt."""
