"""The benchmark: the site and floor apps that do the same work with nothing else, side by side in one run. See README.md."""
