using System.ComponentModel.DataAnnotations;

namespace Bridge.Server.LiveReload;

/// <summary>What is watched, and how changes reach devices.</summary>
public sealed class LiveReloadOptions
{
    /// <summary>The folder to watch; null for none: then only <c>/api/reload</c> and the LiveReload protocol trigger.</summary>
    public string? Directory { get; set; }

    /// <summary>
    /// Whether to look for changes by walking the folder instead of being told by the system: for network folders and some
    /// containers, which tell nothing. Default false; a system that can't watch falls back to it by itself.
    /// </summary>
    public bool Polling { get; set; }

    /// <summary>How often to walk, 100 ms to 1 min. Default 500 ms: a walk of 10,000 files takes about 50 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether the folder's <c>.gitignore</c> files count. Default true. <c>node_modules</c>, <c>.git</c> and editors' own files never do.</summary>
    public bool GitIgnore { get; set; } = true;

    /// <summary>How long a device may take to apply a change before it counts as not applied, 100 ms to 1 min. Default 6 s: a slow phone loads a large image.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(6);

    /// <summary>
    /// A loopback port for the LiveReload protocol alone, where editors and build plug-ins look for it: 35729. Default null: the
    /// protocol is served on the console listener only. A busy port is left to who has it, and the relay says so; a LiveReload server there is listened to.
    /// </summary>
    [Range(0, 65535)]
    public int? Port { get; set; }

    /// <summary>How many files are watched at most. Default 100,000; beyond it the rest is not watched, and the relay says so.</summary>
    [Range(1, 10_000_000)]
    public int MostFiles { get; set; } = 100_000;
}
