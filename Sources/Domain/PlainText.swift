extension Unicode.Scalar {
    /// Whether a line of a terminal or a log may hold it: it does not break the line, drive the
    /// terminal or turn the direction of writing (the bidirectional controls of Unicode's UAX #9).
    package var isPlain: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: false
        default: !properties.isBidiControl
        }
    }
}
