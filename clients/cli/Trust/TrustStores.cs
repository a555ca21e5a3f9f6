using Bridge.Server.Security.Certificates;

namespace Bridge.Cli.Trust;

/// <summary>The lists that this machine has.</summary>
internal static class TrustStores
{
    /// <summary>Where Firefox keeps its profiles: as installed from a package, and from a snap.</summary>
    private static readonly string[] FirefoxFolders = [".mozilla/firefox", "snap/firefox/common/.mozilla/firefox"];

    /// <summary>Where Chromium and its kin look besides <c>~/.pki/nssdb</c>, if it is there.</summary>
    private static readonly string[] FurtherChromiumFolders = [".local/share/pki/nssdb", "snap/chromium/current/.pki/nssdb"];

    /// <summary>The user's browsers, or the system.</summary>
    /// <param name="system">The system's list instead of the browsers'.</param>
    /// <param name="home">The user's home folder.</param>
    public static IReadOnlyList<ITrustStore> Find(bool system, string home)
    {
        if (system)
        {
            return [new SystemStore()];
        }

        var chromium = FurtherChromiumFolders.Select(folder => Path.Combine(home, folder)).Where(Directory.Exists).Prepend(Path.Combine(home, ".pki", "nssdb"));
        var firefox = FirefoxFolders.Select(folder => Path.Combine(home, folder)).Where(Directory.Exists)
            .SelectMany(Directory.GetDirectories).Where(profile => File.Exists(Path.Combine(profile, "cert9.db"))).Order(StringComparer.Ordinal);
        return
        [
            .. chromium.Select(folder => new NssStore("Chromium, Chrome, Edge", folder, AuthorityFolder.Name)),
            .. firefox.Select(folder => new NssStore("Firefox", folder, AuthorityFolder.Name)),
        ];
    }
}
