using System.Net.Sockets;
using System.Reflection;

namespace Bridge.Mqtt.Tcp;

/// <summary>
/// .NET can run what waits for a socket on the thread that waits for all of them (on Unix), which saves waking another thread for each message: at a
/// steady rate that is a third of the work (docs/decisions/0009). Publicly it can be switched on for the whole process only
/// (<c>DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS</c>), with everybody's code; for one socket there is a property that isn't public.
/// Where a runtime doesn't have it, nothing is different but the speed. A test says whether this one does.
/// </summary>
internal static class InlineCompletions
{
    private static readonly Action<Socket, bool>? Set =
        typeof(Socket).GetProperty("PreferInlineCompletions", BindingFlags.Instance | BindingFlags.NonPublic)?.SetMethod?.CreateDelegate<Action<Socket, bool>>();

    public static bool AreSupported => Set is not null;

    public static void Prefer(Socket socket) => Set?.Invoke(socket, arg2: true);
}
