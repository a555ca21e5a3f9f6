using System.Globalization;
using Bridge.Cli.Terminal;
using Bridge.Contracts.Feeds;

namespace Bridge.Cli.Watching;

/// <summary>A log entry's own words.</summary>
internal static class LogText
{
    private const int Indent = 2;      // cells for each open group
    private const int DeepestIndent = 10;

    /// <summary>The entry's text in one line, with what its method adds.</summary>
    public static string Of(LogEntry entry)
    {
        var text = PreviewText.Of(entry.Args);
        var said = entry.Method switch
        {
            "uncaught" => "Uncaught " + text,
            "rejection" => "Unhandled rejection: " + text,
            "assert" => "Assertion failed: " + text,
            "dropped" => string.Create(CultureInfo.InvariantCulture, $"{entry.Dropped ?? 0} entries could not be kept on the device"),
            "clear" => "(console cleared)",
            "group" or "groupCollapsed" => "▾ " + text,
            _ => text,
        };
        return new string(' ', Math.Min(entry.Depth ?? 0, DeepestIndent) * Indent) + said + (entry.Repeat > 1 ? $" ×{entry.Repeat}" : "");
    }

    /// <summary>Where the page's code made the call: the file's name, line and column.</summary>
    public static string Site(CallSite? site)
    {
        if (site is null)
        {
            return "";
        }

        var path = Uri.TryCreate(site.Url, UriKind.Absolute, out var url) ? url.AbsolutePath : site.Url;
        var file = path[(path.LastIndexOf('/') + 1)..];
        return $"{(file.Length > 0 ? file : "(index)")}:{site.Line}:{site.Column}";
    }
}
