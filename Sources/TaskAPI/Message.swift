/// Everything that a client may be told, in every language: the table of messages.
///
/// Texts of the `/mj` contract are ``contract(_:)``: clients match them, so that they stay
/// as they are in every language.
package enum Message: Sendable, Equatable {
    case contract(String)
    case invalidParameter(name: String, ParameterRule)
    case tokenMissing, tokenUnknown, tokenDisabled, tokenExpired
    case userMismatch
    case addressNotAllowed
    case needsAPIKey, needsAccessToken, needsAdministrator
    case unknownPath, methodNotAllowed
    case taskNotFound, pictureNotFound, pictureNotReady, pictureSignature
    case bodyTooLarge(limit: Int), bodyIncomplete, bodyNotJSON, bodyNotObject
    case tooManyIDs(limit: Int)
    case tooManyValues(limit: Int)
    case promptTooLong(limit: Int)
    case unpriced(action: String)
    case actionNotAllowed(action: String)
    case tooManySubmits(seconds: Int), tooManyTasks
    case unavailable, failed

    package func text(in language: Language) -> String {
        if case .contract(let text) = self { return text }
        let texts = translations
        return switch language {
        case .english: texts.english
        case .chinese: texts.chinese
        case .japanese: texts.japanese
        }
    }

    private var translations: (english: String, chinese: String, japanese: String) {
        switch self {
        case .contract(let text): (text, text, text)
        case .invalidParameter(let name, let rule):
            (
                "\(name): \(rule.texts.english)", "\(name)：\(rule.texts.chinese)",
                "\(name): \(rule.texts.japanese)"
            )
        case .tokenMissing:
            ("no token was sent", "未提供令牌", "トークンが送信されていません")
        case .tokenUnknown:
            ("the token is not valid", "无效的令牌", "トークンが無効です")
        case .tokenDisabled:
            (
                "the token or its user is disabled", "令牌或用户已被禁用",
                "トークンまたはユーザーは無効化されています"
            )
        case .tokenExpired:
            ("the token has expired", "该令牌已过期", "トークンの有効期限が切れています")
        case .userMismatch:
            (
                "New-Api-User does not name the user of the token",
                "New-Api-User 与令牌的用户不匹配", "New-Api-User がトークンのユーザーと一致しません"
            )
        case .addressNotAllowed:
            (
                "the token may not be used from this address", "您的 IP 不在令牌允许访问的列表中",
                "このアドレスからこのトークンは使用できません"
            )
        case .needsAPIKey:
            (
                "this path needs an API key (sk-…), not an access token",
                "此接口需要 API 密钥（sk-…），不能使用访问令牌",
                "このパスには API キー (sk-…) が必要です。アクセストークンは使えません"
            )
        case .needsAccessToken:
            (
                "this path needs an access token, not an API key",
                "此接口需要访问令牌，不能使用 API 密钥",
                "このパスにはアクセストークンが必要です。API キーは使えません"
            )
        case .needsAdministrator:
            ("administrators only", "权限不足，仅限管理员", "管理者のみが利用できます")
        case .unknownPath:
            ("there is nothing at this path", "路径不存在", "このパスには何もありません")
        case .methodNotAllowed:
            (
                "this path does not take this method", "此路径不支持该请求方法",
                "このパスではこのメソッドは使えません"
            )
        case .taskNotFound: ("no such task", "任务不存在", "タスクが見つかりません")
        case .pictureNotFound: ("no such picture", "图片不存在", "画像が見つかりません")
        case .pictureNotReady:
            (
                "the picture is not ready yet", "图片尚未就绪，请稍后重试",
                "画像はまだ準備できていません"
            )
        case .pictureSignature:
            ("s: the signature is not valid", "s：签名无效", "s: 署名が無効です")
        case .bodyTooLarge(let limit):
            (
                "body: larger than \(limit) bytes", "body：请求体超过 \(limit) 字节",
                "body: リクエスト本文が \(limit) バイトを超えています"
            )
        case .bodyIncomplete:
            ("body: it ended too early", "body：请求体不完整", "body: リクエスト本文が途中で終わりました")
        case .bodyNotJSON:
            (
                "body: not valid JSON in UTF-8", "body：不是有效的 UTF-8 JSON",
                "body: 有効な UTF-8 の JSON ではありません"
            )
        case .bodyNotObject:
            ("body: not a JSON object", "body：不是 JSON 对象", "body: JSON オブジェクトではありません")
        case .tooManyIDs(let limit):
            ("ids: more than \(limit)", "ids：超过 \(limit) 个", "ids: \(limit) 件を超えています")
        case .tooManyValues(let limit):
            (
                "the body has more than \(limit) values", "请求体超过 \(limit) 个值",
                "本文の値が \(limit) 個を超えています"
            )
        case .promptTooLong(let limit):
            (
                "prompt: longer than \(limit) bytes", "prompt过长，最大\(limit)字节",
                "prompt: \(limit) バイトを超えています"
            )
        case .unpriced(let action):
            (
                "no price is set for \(action)", "\(action) 的价格尚未配置",
                "\(action) の価格が設定されていません"
            )
        case .actionNotAllowed(let action):
            (
                "the token may not be used for \(action)", "该令牌无权使用 \(action)",
                "このトークンでは \(action) を利用できません"
            )
        case .tooManySubmits(let seconds):
            (
                "too many submits, please try again in \(seconds) s",
                "提交过于频繁，请在 \(seconds) 秒后重试",
                "送信が多すぎます。\(seconds) 秒後に再試行してください"
            )
        case .tooManyTasks:
            (
                "too many tasks at the same time, please wait until one has ended",
                "同时进行的任务过多，请等待任务完成",
                "同時に実行中のタスクが多すぎます。完了するまでお待ちください"
            )
        case .unavailable:
            (
                "temporarily unavailable, please try again", "服务暂时不可用，请稍后重试",
                "一時的に利用できません。しばらくしてから再試行してください"
            )
        case .failed: ("internal error", "系统异常", "内部エラー")
        }
    }
}

/// What a parameter or field must be.
package enum ParameterRule: Sendable, Equatable {
    case wholeNumber(from: Int64, to: Int64?)
    case notAfter(String)
    case once
    case encoding
    case taskID
    case string
    case ids
    case webAddress
    case withoutNUL
    case flag
    case object
    case strings
    case oneOf([String])
    case mask
    case zoom

    fileprivate var texts: (english: String, chinese: String, japanese: String) {
        switch self {
        case .wholeNumber(let low, let high?):
            (
                "must be a whole number from \(low) to \(high)", "必须是 \(low) 到 \(high) 的整数",
                "\(low) から \(high) までの整数でなければなりません"
            )
        case .wholeNumber(let low, nil):
            (
                "must be a whole number, at least \(low)", "必须是不小于 \(low) 的整数",
                "\(low) 以上の整数でなければなりません"
            )
        case .notAfter(let other):
            ("must not be after \(other)", "不能晚于 \(other)", "\(other) より後であってはなりません")
        case .once: ("was given twice", "重复出现", "重複しています")
        case .encoding:
            ("is not properly encoded UTF-8", "编码无效", "エンコードが正しくありません")
        case .taskID: ("is not a task id", "不是有效的任务 ID", "タスク ID ではありません")
        case .string: ("must be a string", "必须是字符串", "文字列でなければなりません")
        case .ids:
            (
                "must be an array of strings or whole numbers", "必须是由字符串或整数组成的数组",
                "文字列または整数の配列でなければなりません"
            )
        case .webAddress:
            (
                "must be an http or https address", "必须是 http 或 https 地址",
                "http または https のアドレスでなければなりません"
            )
        case .flag: ("must be true or false", "必须是 true 或 false", "true か false でなければなりません")
        case .strings:
            ("must be an array of strings", "必须是字符串数组", "文字列の配列でなければなりません")
        case .object: ("must be an object", "必须是对象", "オブジェクトでなければなりません")
        case .oneOf(let words):
            (
                "must be one of \(words.joined(separator: ", "))",
                "必须是以下之一：\(words.joined(separator: "、"))",
                "次のいずれかでなければなりません: \(words.joined(separator: "、"))"
            )
        case .mask:
            (
                "must be a data-URL of the region's mask", "必须是局部重绘蒙版的 data-URL",
                "選択範囲のマスクの data-URL でなければなりません"
            )
        case .zoom:
            (
                "must hold --zoom with a value from 1 to 2",
                "必须包含 --zoom，取值范围为 1 到 2",
                "1 から 2 までの値の --zoom を含まなければなりません"
            )
        case .withoutNUL:
            ("must not hold NUL", "不能包含 NUL 字符", "NUL を含んではなりません")
        }
    }
}
