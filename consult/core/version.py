"""The version of this code, printed in every snapshot that it computes."""

VERSION = "0.1.0"
