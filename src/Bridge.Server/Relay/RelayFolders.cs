namespace Bridge.Server.Relay;

/// <summary>Where a relay keeps what outlives it, by the XDG base directory specification (on Windows: local application data).</summary>
public static class RelayFolders
{
    private const string Product = "devicebridge";

    /// <summary>Database, certificates, keys.</summary>
    public static string DefaultData => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), Product);

    /// <summary>Run files.</summary>
    public static string State
    {
        get
        {
            var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
            if (string.IsNullOrEmpty(state))
            {
                state = OperatingSystem.IsWindows()
                    ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                    : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
            }

            return Path.Combine(state, Product);
        }
    }
}
