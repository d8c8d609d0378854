import Testing

/// What only the whole shows: programs as processes, behind nginx.
///
/// One after the other, because each starts an installation and some measure it.
@Suite(.serialized) struct EndToEndTests {}
