import Domain

extension DemoTask {
    /// What the C# server sends besides: everything that it knows, to everyone.
    func successorMembers(_ view: View, _ rendering: TaskRendering) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        for name in [
            "seed", "seedError", "seedMessageId", "imageUrls", "videoUrls", "thumbnailUrl",
            "videoUrl", "url", "proxyUrl", "baseImageUrl", "videoGenOriginImageUrl", "width",
            "height", "imageWidth", "imageHeight", "size", "contentType", "videoDuration",
            "frameCount", "parentId", "subInstanceId", "interactionMetadataId",
            "remixModalMessageId", "requestMode", "language", "version", "videoType",
            "storageOption", "userId", "clientIp", "accountFilter", "partnerTaskId",
            "partnerTaskInfo", "officialTaskId", "officialTaskInfo", "replicateSource",
            "replicateTarget",
        ] { members[name] = .null }
        for name in [
            "isPartner", "isPartnerRelax", "isOfficial", "isThirdParty", "isReplicate", "isWhite",
            "hasAIReviewRetried", "isHdVideo", "remixAutoSubmit", "remixModaling",
        ] { members[name] = .bool(false) }
        members["botType"] = .string(order.fields.botType)
        members["displays"] = displays(view, rendering.profile)
        members["isCompleted"] = .bool(view.isTerminal)
        members["isDiscord"] = .bool(true)
        members["instanceId"] = .string(accountID)
        members["jobId"] = .string(jobID)
        members["messageIds"] = .array([])
        members["nonce"] = .string(jobID)
        members["parentId"] = .orNull(order.parentID)
        members["promptFull"] = .string(order.promptEn)
        members["requestMode"] = .orNull(order.fields.mode?.rawValue)
        members["useTime"] = .string(useTime(view))
        if isSeedKnown { members["seed"] = .string(pictureSeed) }
        return members
    }

    /// `12.34 s`.
    private func useTime(_ view: View) -> String {
        guard let start = view.startTime, let finish = view.finishTime else { return "-" }
        let hundredths = max(0, finish - start) / 10
        return "\(hundredths / 100).\(hundredths % 100 / 10)\(hundredths % 10) s"
    }
}
