namespace Bridge.Server.Listeners;

/// <summary>How many threads wait for sockets.</summary>
internal static class SocketThreads
{
    private const string Setting = "DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT";

    /// <summary>
    /// One, unless the user set another number: it does the broker's work (<see cref="Mqtt.Tcp.SocketPipe.ReadInline"/>) in the order in which bytes came
    /// in, whichever connection they came by. With more, a message overtakes another client's SUBSCRIBE that was there before it. A connection that is
    /// always busy leaves the thread for the pool's. Takes effect before the process' first asynchronous socket.
    /// </summary>
    public static void MakeOne()
    {
        if (Environment.GetEnvironmentVariable(Setting) is null)
        {
            Environment.SetEnvironmentVariable(Setting, "1");
        }
    }
}
