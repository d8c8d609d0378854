import Domain

/// Whether what channels are said to be can be right. Nobody is asked: “mjtask channels” does that.
struct ChannelCheck {
    let publicURL: String

    func findings(_ channels: [Channel]) -> [Finding] {
        guard channels.contains(where: { $0.status == .enabled }) else {
            return [
                Finding(
                    "channels",
                    .warning,
                    channels.isEmpty ? "there are none" : "all are disabled",
                    hint: "mjtask channels add NAME URL, or mjtask channels enable"
                )
            ]
        }
        let addresses = Dictionary(grouping: channels) { $0.baseURL.lowercased() }
        return channels.map { channel -> Finding in
            let part = "channel \(channel.name)"
            do throws(BaseURLError) {
                let address = try BaseURL(channel.baseURL)
                if address.text.lowercased() == publicURL.lowercased() {
                    return Finding(
                        part,
                        .error,
                        "\(address.text) is our own public URL",
                        hint: "give the address of a midjourney-proxy"
                    )
                }
                if let same = addresses[channel.baseURL.lowercased()], same.count > 1 {
                    let names = same.map(\.name).joined(separator: ", ")
                    return Finding(part, .warning, "\(address.text) is several channels: \(names)")
                }
                return Finding(part, .ok, "\(address.text), \(channel.status.rawValue)")
            } catch {
                return Finding(
                    part,
                    .error,
                    "its URL \(error.reason)",
                    hint: "give one such as http://10.0.0.7:8080"
                )
            }
        }
    }
}
