namespace Bridge.Server.Listeners;

/// <summary>How many threads wait for sockets.</summary>
internal static class SocketThreads
{
    private const string Setting = "DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT";

    /// <summary>
    /// One a core, unless the user set another number. .NET makes a single one for up to 30 cores, since it only wakes others; here they do the
    /// broker's work (<see cref="Mqtt.Tcp.SocketPipe.ReadInline"/>), and one would keep it on one core. Takes effect before the process' first
    /// asynchronous socket.
    /// </summary>
    public static void MakeOneForEachCore()
    {
        if (Environment.GetEnvironmentVariable(Setting) is null)
        {
            Environment.SetEnvironmentVariable(Setting, Environment.ProcessorCount.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }
}
