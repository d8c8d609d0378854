/// A command and its arguments, binary-safe.
///
/// All words lie in one buffer, where their maker writes them directly: what is sent is copied
/// once here, and by hiredis after that.
package struct RedisCommand: Sendable {
    /// What errors call the command.
    package let name: String
    private var bytes: [UInt8] = []
    private var lengths: [Int] = []

    /// - Parameter capacity: bytes that will follow the name, so that the buffer grows once.
    package init(_ name: String, capacity: Int = 0) {
        precondition(!name.isEmpty, "a command has a name")
        self.name = name
        bytes.reserveCapacity(name.utf8.count + capacity)
        append(name)
    }

    package init(_ name: String, _ arguments: [UInt8]...) {
        self.init(name, capacity: arguments.reduce(0) { $0 + $1.count })
        for argument in arguments { append(argument) }
    }

    package mutating func append(_ word: [UInt8]) {
        bytes.append(contentsOf: word)
        lengths.append(word.count)
    }

    package mutating func append(_ word: String) {
        appendWord { $0.append(contentsOf: word.utf8) }
    }

    package mutating func append(_ number: Int) {
        append(String(number))
    }

    /// Appends one word made of what `write` appends to the buffer, which it must leave alone
    /// otherwise.
    package mutating func appendWord(_ write: (inout [UInt8]) -> Void) {
        let start = bytes.count
        write(&bytes)
        precondition(bytes.count >= start, "a word is appended")
        lengths.append(bytes.count - start)
    }

    /// Lends the words in the form that hiredis takes: their number, addresses and lengths.
    func withArguments<Result>(
        _ body: (Int32, UnsafeMutablePointer<UnsafePointer<CChar>?>, UnsafePointer<Int>) -> Result
    ) -> Result {
        bytes.withUnsafeBytes { buffer in
            lengths.withUnsafeBufferPointer { lengths in
                withUnsafeTemporaryAllocation(
                    of: UnsafePointer<CChar>?.self,
                    capacity: lengths.count
                ) { addresses in
                    guard let first = addresses.baseAddress, let length = lengths.baseAddress else {
                        preconditionFailure("a command has a name")
                    }
                    var word = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
                    for index in lengths.indices {
                        addresses.initializeElement(at: index, to: word)
                        word = word.map { $0 + lengths[index] }
                    }
                    return body(Int32(lengths.count), first, length)
                }
            }
        }
    }
}
