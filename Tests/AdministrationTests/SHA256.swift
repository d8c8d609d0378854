import Crypto

/// What other programs compute from a credential as its holder sends it.
func sha256(_ text: String) -> [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }
