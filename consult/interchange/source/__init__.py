"""Reading what other systems export: their files become plain values, and every fault is named with its file and line."""
