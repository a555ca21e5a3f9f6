using System.ComponentModel.DataAnnotations;

namespace Bridge.Injector.Site;

/// <summary>A folder that is served as a site.</summary>
public sealed class StaticSiteOptions
{
    /// <summary>The folder. Nothing outside it is served, by no name and through no symbolic link.</summary>
    [Required]
    public string Directory { get; set; } = "";

    /// <summary>What a folder's address shows. Default <c>index.html</c>.</summary>
    [Required]
    public string IndexFile { get; set; } = "index.html";

    /// <summary>Whether <c>/about</c> shows <c>about.html</c>. Default false: a site then works the same on any server.</summary>
    public bool CleanUrls { get; set; }

    /// <summary>
    /// Whether an address that nothing answers to shows the root's index file, as single-page applications with their own
    /// router need. Only for navigations and names without an extension, so that a missing script stays missing. Default false.
    /// </summary>
    public bool SinglePage { get; set; }

    /// <summary>
    /// Whether names that begin with a dot are served, <c>.git</c> and <c>.env</c> among them. Default false; <c>.well-known</c>
    /// always is.
    /// </summary>
    public bool HiddenFiles { get; set; }
}
