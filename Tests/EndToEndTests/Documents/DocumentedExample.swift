/// The examples of the published description of midjourney-proxy-plus, without their comments.
enum DocumentedExample {
    static let acceptedAnswer = #"""
        {
          "code": 1,
          "description": "提交成功",
          "result": "14001929738841620",
          "properties": {
              "discordInstanceId": "1118138338562560102"
          }
        }
        """#

    static let queuedAnswer = #"""
        {
            "code": 22,
            "description": "排队中，前面还有1个任务",
            "result": "14001929738841620",
            "properties": {
                "numberOfQueues": 1,
                "discordInstanceId": "1118138338562560102"
             }
        }
        """#

    static let fullAnswer = #"""
        {
            "code": 23,
            "description": "队列已满，请稍后尝试",
            "result": "14001929738841620",
            "properties": {
                "discordInstanceId": "1118138338562560102"
             }
        }
        """#

    static let bannedAnswer = #"""
        {
            "code": 24,
            "description": "可能包含敏感词",
            "properties": {
                "promptEn": "nude body",
                "bannedWord": "nude"
             }
        }
        """#

    static let actionRequest = #"""
        {
          "taskId": "1689216801333574",
          "customId": "MJ::JOB::reroll::0::1c6dff5e-5632-40c6-9d4c-afb261705313::SOLO"
        }
        """#

    static let windowAnswer = #"""
        {
          "code": 21,
          "description": "窗口等待",
          "result": "14001929738841620"
        }
        """#

    static let modalRequest = #"""
        {
          "taskId": "1689228047868174",
          "prompt": "Cat"
        }
        """#

    static let describeRequest = #"""
        {
            "base64": "data:image/png;base64,xxx"
        }
        """#

    static let describedTask = #"""
        {
          "id":"14001929738841620",
          "action":"DESCRIBE",
          "status": "SUCCESS",
          "description":"/describe 14001929738841620.png",
          "imageUrl":"https://cdn.discordapp.com/attachments/xxx/xxx/14001929738841620.png",
          "properties": {
            "finalPrompt": "1️⃣ Cat --ar 5:4\n\n2️⃣ Cat2 --ar 5:4\n\n3️⃣ Cat3 --ar 5:4\n\n4️⃣ Cat4 --ar 5:4",
            "finalZhPrompt": "1️⃣ 猫 --ar 5:4\n\n2️⃣ 猫2 --ar 5:4\n\n3️⃣ 猫3 --ar 5:4\n\n4️⃣ 猫4 --ar 5:4"
          }
        }
        """#

    static let shortenRequest = #"""
        {
          "prompt": "️appdash appdash, in the style of expert draftsmanship, commission for, ethereal, dreamlike quality, dadaistic, toonami"
        }
        """#

    static let shortenedTask = #"""
        {
          "id":"1689252749098647",
          "action":"SHORTEN",
          "status": "SUCCESS",
          "description":"/shorten appdash appdash, in the style of expert draftsmanship, commission for, ethereal, dreamlike quality, dadaistic, toonami",
          "properties": {
            "finalPrompt": "## Important tokens\n**appdash** **appdash**, in the ~~style~~ of ~~expert~~ **draftsmanship**, commission for, ethereal, dreamlike quality, ~~dadaistic~~, **toonami**\n## Shortened prompts\n1️⃣ appdash appdash, draftsmanship, commission for, ethereal, toonami\n\n2️⃣ appdash appdash, draftsmanship, commission, toonami\n\n3️⃣ appdash appdash, draftsmanship, toonami\n\n4️⃣ appdash appdash, toonami\n\n5️⃣ appdash appdash",
            "finalZhPrompt": "## 重要词汇\n**appdash** **appdash**，以专家的绘画风格，委托制作，飘渺的，梦幻般的质感，达达主义的，**toonami**\n## 简化提示\n1️⃣ appdash appdash，绘画风格，委托制作，飘渺的，toonami\n\n2️⃣ appdash appdash，绘画风格，委托制作，toonami\n\n3️⃣ appdash appdash，绘画风格，toonami\n\n4️⃣ appdash appdash，toonami\n\n5️⃣ appdash appdash"
          }
        }
        """#

    static let detailedTask = #"""
        {
          "id":"1689253263953453",
          "action":"SHORTEN",
          "status": "SUCCESS",
          "description":"/up 168925266642808397 Show Details",
          "properties": {
            "finalPrompt": "## Important tokens\n**appdash** (1.00) **appdash** (0.79), in the style (0.01) of expert (0.00) **draftsmanship** (0.09), commission (0.08) for, ethereal (0.05), dreamlike (0.02) quality (0.01), dadaistic (0.01), **toonami** (0.19)\n\n██████████ appdash\n████████░░ appdash\n██░░░░░░░░ toonami\n█░░░░░░░░░ draftsmanship\n█░░░░░░░░░ commission\n█░░░░░░░░░ ethereal\n## Shortened prompts\n1️⃣ appdash appdash, draftsmanship, commission for, ethereal, toonami\n\n2️⃣ appdash appdash, draftsmanship, commission, toonami\n\n3️⃣ appdash appdash, draftsmanship, toonami\n\n4️⃣ appdash appdash, toonami\n\n5️⃣ appdash app",
            "finalZhPrompt": "## 重要的词语\n**appdash** (1.00) **appdash** (0.79)，以专家级(0.01) **绘画技巧** (0.09) 的风格，委托(0.08) 制作，飘渺的(0.05)，梦幻般的(0.02) 质感(0.01)，达达主义的(0.01)，**toonami** (0.19)\n\n██████████ appdash\n████████░░ appdash\n██░░░░░░░░ toonami\n█░░░░░░░░░ draftsmanship\n█░░░░░░░░░ commission\n█░░░░░░░░░ ethereal\n## 简化的提示\n1️⃣ appdash appdash，绘画技巧，委托制作，飘渺，toonami\n\n2️⃣ appdash appdash，绘画技巧，委托制作，toonami\n\n3️⃣ appdash appdash，绘画技巧，toonami\n\n4️⃣ appdash appdash，toonami\n\n5️⃣ appdash appdash"
          }
        }
        """#

    static let seedAnswer = #"""
        {
          "code": 1,
          "description": "成功",
          "result": "636646138"
        }
        """#

    static let callback = #"""
        {
          "id": "14001929738841620",
          "action": "IMAGINE",
          "status": "SUCCESS",
          "prompt": "猫猫",
          "promptEn": "Cat",
          "description": "/imagine 猫猫",
          "submitTime": 1689231405854,
          "startTime": 1689231442755,
          "finishTime": 1689231544312,
          "progress": "100%",
          "imageUrl": "https://cdn.discordapp.com/attachments/xxx/xxx/xxxx.png",
          "failReason": null,
          "properties": {
            "finalPrompt": "Cat"
          },
          "buttons": []
        }
        """#
}
