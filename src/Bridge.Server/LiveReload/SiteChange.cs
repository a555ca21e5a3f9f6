namespace Bridge.Server.LiveReload;

/// <summary>A file whose content is another.</summary>
/// <param name="Path">Its place on the site, with slashes, without one in front.</param>
/// <param name="Exists">Whether it is still there.</param>
internal readonly record struct SiteChange(string Path, bool Exists)
{
    /// <summary>Its address on the site.</summary>
    public string Address => "/" + string.Join('/', Path.Split('/').Select(Uri.EscapeDataString));
}
