import Domain
import Redis

/// A hot task as it lies in Redis: its version in a form that a script can compare, then the rest.
enum HotDocument {
    /// The last letter is the form's number: values of another form are no longer read.
    private static let mark = Array("mjH1".utf8)

    /// Writes each document over nothing or an older one, and nothing at all after a deadline.
    ///
    /// KEYS are those of the documents; ARGV the deadline in milliseconds, the seconds to keep
    /// them, and for each key its document. The result is 0 after the deadline, else 1.
    ///
    /// Without the deadline, a server that hung and goes on would still carry out what its client
    /// gave up long ago, after the writer has finished, and change what is shown unannounced.
    ///
    /// Versions are 38 decimal digits, which compare as texts: Lua's numbers hold 53 bits. It
    /// compares by the locale, which puts digits in order everywhere. What is not a version of
    /// ours is overwritten.
    static let write = RedisScript(
        """
        local now = redis.call('TIME')
        if now[1] * 1000 + now[2] / 1000 > tonumber(ARGV[1]) then return 0 end
        for i, key in ipairs(KEYS) do
            local new = ARGV[i + 2]
            local old = redis.pcall('GET', key)
            local version = type(old) == 'string' and string.match(old, '^%d+') or ''
            if #version ~= 38 or version < string.sub(new, 1, 38) then
                redis.call('SET', key, new, 'EX', ARGV[2])
            end
        end
        return 1
        """
    )

    static func encode(_ task: HotTask) -> [UInt8] {
        var bytes: [UInt8] = []
        append(task.version.epoch, digits: 19, to: &bytes)
        append(task.version.sequence, digits: 19, to: &bytes)
        bytes.append(contentsOf: mark)
        BinaryWriter.append(task.mjID, to: &bytes)
        BinaryWriter.append(task.userID, to: &bytes)
        BinaryWriter.append(task.status.rawValue, to: &bytes)
        BinaryWriter.append(Int64(task.percent), to: &bytes)
        BinaryWriter.append(task.promptEn, to: &bytes)
        BinaryWriter.append(task.startTime, to: &bytes)
        return bytes
    }

    /// Nil for anything that is not wholly of this form.
    static func decode(_ bytes: [UInt8]) -> HotTask? {
        guard bytes.count >= 38, let epoch = number(bytes[..<19]),
            let sequence = number(bytes[19..<38])
        else { return nil }
        var reader = BinaryReader(bytes[38...])
        guard reader.take(mark), let mjID = reader.text(),
            let userID = reader.number(UserID.self),
            let status = reader.text().flatMap(TaskStatus.init),
            let percent = reader.number(Int64.self), let promptEn = reader.text(),
            let startTime = reader.number(Milliseconds.self), reader.isAtEnd
        else { return nil }
        return HotTask(
            mjID: mjID,
            userID: userID,
            version: .init(epoch: epoch, sequence: sequence),
            status: status,
            percent: Int(percent),
            promptEn: promptEn,
            startTime: startTime
        )
    }

    /// Appends a number, 0 for a negative one, with leading zeros: (42, 19) → 0000000000000000042.
    private static func append(_ number: Int64, digits: Int, to bytes: inout [UInt8]) {
        let text = String(max(0, number)).utf8
        bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: digits - text.count))
        bytes.append(contentsOf: text)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        guard digits.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) else {
            return nil
        }
        return Int64(String(decoding: digits, as: UTF8.self))
    }
}
