namespace Bridge.Server.LiveReload;

/// <summary>What a change asks of pages: the least that shows it.</summary>
/// <param name="Files">What has changed, by address.</param>
/// <param name="Renamed">Address of an earlier style sheet or image to that of the one in its place, where a build gave it another hash.</param>
/// <param name="Reload">Whether pages are loaded again; else style sheets and images are swapped.</param>
/// <param name="Text">What the only file says, a short style sheet under the name it had; else null.</param>
internal sealed record ChangePlan(IReadOnlyList<string> Files, IReadOnlyDictionary<string, string> Renamed, bool Reload, string? Text = null)
{
    /// <summary>Whether no page has to do anything.</summary>
    public bool IsEmpty => Files.Count == 0;

    public static ChangePlan For(IReadOnlyList<SiteChange> changes)
    {
        var renamed = Renames(changes);
        var swaps = changes.Where(change => change.Exists && ChangeKinds.Of(change.Path) == ChangeKind.Swap).Select(change => change.Address).ToList();
        if (changes.Any(change => AsksForReload(change, renamed, isSwapping: swaps.Count > 0)))
        {
            return new ChangePlan([.. changes.Select(change => change.Address)], renamed, Reload: true);
        }

        var text = changes.Count == 1 && renamed.Count == 0 ? changes[0].Text : null;
        return new ChangePlan(swaps, renamed, Reload: false, text);
    }

    private static bool AsksForReload(SiteChange change, Dictionary<string, string> renamed, bool isSwapping) => ChangeKinds.Of(change.Path) switch
    {
        ChangeKind.Swap => !change.Exists && !renamed.ContainsKey(change.Address),

        // A page that names its new style sheet: what it shows now shows that as well.
        ChangeKind.Reload => change.How != FileChange.Names || !isSwapping,
        _ => false,
    };

    private static Dictionary<string, string> Renames(IReadOnlyList<SiteChange> changes)
    {
        var renamed = new Dictionary<string, string>(StringComparer.Ordinal);
        var pagesFollow = changes.Any(change => change.How == FileChange.Names);
        foreach (var stem in changes.Where(change => ChangeKinds.Of(change.Path) == ChangeKind.Swap).GroupBy(change => HashedName.Stem(change.Path)))
        {
            // Two new ones of a stem: which of them a page means can't be told.
            if (stem.Key is not null && stem.Where(change => change is { Exists: true, How: FileChange.New }).ToList() is [var now])
            {
                foreach (var gone in stem.Where(change => !change.Exists))
                {
                    renamed[gone.Address] = now.Address;
                }

                // A build that doesn't clean up leaves the earlier ones; that they are of no more use is told by its pages.
                foreach (var earlier in pagesFollow ? now.Earlier : [])
                {
                    renamed[SiteChange.AddressOf(earlier)] = now.Address;
                }
            }
        }

        return renamed;
    }
}
