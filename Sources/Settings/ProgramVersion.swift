/// What `--version` prints, of all programs.
package let programVersion = "0.1.0"
