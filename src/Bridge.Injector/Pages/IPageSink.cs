namespace Bridge.Injector.Pages;

/// <summary>Where a page's bytes go on their way to the browser.</summary>
internal interface IPageSink : IAsyncDisposable
{
    /// <summary>Takes the next bytes, as the origin sends them.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation);

    /// <summary>The response's head must go out now, with or without a body.</summary>
    void Start();

    /// <summary>The page has ended.</summary>
    ValueTask CompleteAsync(CancellationToken cancellation);

    /// <summary>Why the script isn't in; null where it is.</summary>
    string? Reason { get; }
}
