using Microsoft.Extensions.Logging;

namespace Bridge.Injector;

/// <summary>What the injector logs: event ids 3200 to 3299.</summary>
internal static partial class InjectionLog
{
    [LoggerMessage(3200, LogLevel.Information, "{Path} is not injected: {Reason}")]
    public static partial void NotInjected(this ILogger logger, string path, string reason);

    [LoggerMessage(3201, LogLevel.Debug, "{Path} is injected")]
    public static partial void Injected(this ILogger logger, string path);

    [LoggerMessage(3202, LogLevel.Warning, "{Path} can't be decoded: {Reason}")]
    public static partial void NotDecoded(this ILogger logger, string path, string reason);

    [LoggerMessage(3203, LogLevel.Warning, "{Path}: the upstream {What}: {Reason}")]
    public static partial void UpstreamAway(this ILogger logger, string path, string what, string reason);

    [LoggerMessage(3204, LogLevel.Warning, "{Path}: the upstream has not answered for {Seconds} s")]
    public static partial void UpstreamSlow(this ILogger logger, string path, double seconds);

    [LoggerMessage(3205, LogLevel.Warning, "{Path}: the upstream broke off: {Reason}")]
    public static partial void UpstreamBrokeOff(this ILogger logger, string path, string reason);
}
