using Microsoft.AspNetCore.StaticFiles;

namespace Bridge.Injector.Site;

/// <summary>The Content-Type of a file.</summary>
internal sealed class ContentTypes
{
    // Newer than the table of the framework, or where it disagrees with what browsers need.
    private static readonly Dictionary<string, string> Ours = new(StringComparer.OrdinalIgnoreCase)
    {
        [".js"] = "text/javascript",
        [".mjs"] = "text/javascript",
        [".cjs"] = "text/javascript",
        [".map"] = "application/json",
        [".avif"] = "image/avif",
        [".webp"] = "image/webp",
        [".jxl"] = "image/jxl",
        [".wasm"] = "application/wasm",
        [".webmanifest"] = "application/manifest+json",
        [".importmap"] = "application/importmap+json",
        [".glb"] = "model/gltf-binary",
        [".gltf"] = "model/gltf+json",
        [".usdz"] = "model/vnd.usdz+zip",
        [".opus"] = "audio/ogg",
        [".m4a"] = "audio/mp4",
        [".md"] = "text/markdown",
        [".ts"] = "video/mp2t",
        [".xhtml"] = "application/xhtml+xml",
    };

    private readonly FileExtensionContentTypeProvider _framework = new();

    /// <summary>The type by the file's extension, with a charset where its text states none itself.</summary>
    public async ValueTask<string> ForAsync(FileInfo file, CancellationToken cancellation)
    {
        var type = Of(file);
        return IsText(type) && await TextCharset.IsPlainUtf8Async(file, type == "text/html", cancellation) ? $"{type}; charset=utf-8" : type;
    }

    /// <summary>The same, of a file whose content is at hand.</summary>
    public string For(FileInfo file, ReadOnlySpan<byte> content)
    {
        var type = Of(file);
        return IsText(type) && TextCharset.IsPlainUtf8(content, type == "text/html") ? $"{type}; charset=utf-8" : type;
    }

    private string Of(FileInfo file) =>
        Ours.GetValueOrDefault(file.Extension) ?? (_framework.TryGetContentType(file.Name, out var known) ? known : "application/octet-stream");

    private static bool IsText(string type) =>
        type.StartsWith("text/", StringComparison.Ordinal) || type is "image/svg+xml" or "application/xml";
}
