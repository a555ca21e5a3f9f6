namespace Bridge.Cli.Running;

/// <summary>Single keys at a terminal. Off where standard input or output isn't one, or another job has the terminal.</summary>
internal static class Keys
{
    /// <summary>Whether keys can be read at all.</summary>
    public static bool Available => !Console.IsInputRedirected && !Console.IsOutputRedirected && InForeground();

    /// <summary>Calls back for each key, on a thread of its own, until the process ends.</summary>
    public static void Listen(Action<char> pressed)
    {
        var thread = new Thread(() => Read(pressed)) { IsBackground = true, Name = "keys" };
        thread.Start();
    }

    private static void Read(Action<char> pressed)
    {
        while (true)
        {
            try
            {
                pressed(char.ToLowerInvariant(Console.ReadKey(intercept: true).KeyChar));
            }
            catch (InvalidOperationException)
            {
                return; // the terminal went away; the relay stays
            }
        }
    }

    // A job in the background that reads from its terminal is stopped by the kernel (SIGTTIN), and the relay with it.
    // proc_pid_stat(5): field 5 is the process group, field 8 the terminal's foreground group. The name, field 2, is in parentheses.
    private static bool InForeground()
    {
        const string status = "/proc/self/stat";
        if (!File.Exists(status))
        {
            return true;
        }

        var text = File.ReadAllText(status);
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return fields[2] == fields[5];
    }
}
