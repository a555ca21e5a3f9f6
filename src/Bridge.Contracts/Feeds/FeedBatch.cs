namespace Bridge.Contracts.Feeds;

/// <summary>One message of a feed.</summary>
/// <param name="Page">The page's id: one load of the script.</param>
/// <param name="Seq">The number of the first item. Counts up by one per item within (page, feed), from 0.</param>
/// <param name="Origin">The page's time origin, in milliseconds since 1970 by the device's clock. An item's <c>t</c> counts from it.</param>
/// <param name="Items">The items, in order.</param>
/// <typeparam name="T">What the feed carries.</typeparam>
public sealed record FeedBatch<T>(string Page, long Seq, double Origin, IReadOnlyList<T> Items);
