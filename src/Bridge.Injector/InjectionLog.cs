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
}
