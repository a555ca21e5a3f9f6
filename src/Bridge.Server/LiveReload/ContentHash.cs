using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Bridge.Server.LiveReload;

/// <summary>Hashes of a file's place on the site and its content.</summary>
internal static class ContentHash
{
    /// <summary>That of any file.</summary>
    public static ulong Of(string path, ReadOnlySpan<byte> content)
    {
        using var hash = Begin(path);
        hash.AppendData(content);
        return Take(hash);
    }

    /// <summary>That of a page, and that of it without what changes with the files that it names. Each byte is hashed once: pages are many, and long.</summary>
    public static (ulong Whole, ulong Loose) OfPage(string path, ReadOnlySpan<byte> content)
    {
        using var hash = Begin(path);
        var changing = PageNames.Changing(content);
        var at = 0;
        foreach (var range in changing)
        {
            hash.AppendData(content[at..range.Start]);
            at = range.End.Value;
        }

        hash.AppendData(content[at..]);
        var loose = Take(hash);
        return (changing.Count == 0 ? loose : Of(loose, content, changing), loose);
    }

    // What was left out, each piece with its place and length: else two pages that swap theirs would have the same.
    private static ulong Of(ulong loose, ReadOnlySpan<byte> content, IReadOnlyList<Range> changing)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, loose);
        foreach (var range in changing)
        {
            var piece = content[range];
            Append(hash, ((ulong)range.Start.Value << 32) | (uint)piece.Length);
            hash.AppendData(piece);
        }

        return Take(hash);
    }

    private static IncrementalHash Begin(string path)
    {
        var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(path + "\0"));
        return hash;
    }

    private static void Append(IncrementalHash hash, ulong number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }

    private static ulong Take(IncrementalHash hash) => BinaryPrimitives.ReadUInt64LittleEndian(hash.GetHashAndReset());
}
