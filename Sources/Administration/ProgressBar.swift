/// A bar of blocks, such as `█████▋      `.
package enum ProgressBar {
    /// - Parameters:
    ///   - fraction: From 0 to 1.
    ///   - width: In columns.
    package static func text(_ fraction: Double, width: Int) -> String {
        guard width > 0 else { return "" }
        let eighths = Int((min(max(fraction, 0), 1) * Double(width * 8)).rounded(.down))
        let (full, rest) = eighths.quotientAndRemainder(dividingBy: 8)
        let bar = String(repeating: "█", count: full) + (rest > 0 ? String(parts[rest - 1]) : "")
        return bar + String(repeating: " ", count: width - bar.count)
    }

    private static let parts: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]
}
