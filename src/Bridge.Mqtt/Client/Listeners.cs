using Microsoft.Extensions.Logging;

namespace Bridge.Mqtt.Client;

/// <summary>Who listens to the client's events.</summary>
internal static class Listeners
{
    /// <summary>Tells them. A fault of the program's own is logged: it must not end the loop that keeps it connected.</summary>
    public static void Tell<T>(Action<T>? listeners, T what, ILogger logger)
    {
        try
        {
            listeners?.Invoke(what);
        }
        catch (Exception cause)
        {
            ClientLog.ListenerFailed(logger, cause);
        }
    }
}
