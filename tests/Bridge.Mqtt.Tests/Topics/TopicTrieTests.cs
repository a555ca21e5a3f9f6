using Bridge.Mqtt.Topics;

namespace Bridge.Mqtt.Tests.Topics;

public sealed class TopicTrieTests
{
    [Fact]
    public void Remove_LastValue_LeavesNothingBehind()
    {
        var trie = new TopicTrie<int>();
        trie.Add("a/b/c", 1);
        trie.Add("a/b/c", 2);

        Assert.True(trie.Remove("a/b/c", 1));
        Assert.False(trie.Remove("a/b/c", 1));
        Assert.False(trie.Remove("a/b", 2));
        Assert.True(trie.Remove("a/b/c", 2));

        Assert.Equal(0, trie.Count);
        List<int> found = [];
        trie.Match("a/b/c", found);
        Assert.Empty(found);
    }

    [Fact]
    public void Structures_RandomFilters_AgreeWithTheRule()
    {
        var random = new Random(5);
        var topics = Enumerable.Range(0, 60).Select(_ => Levels(random, ["a", "b", "", "$c"])).Distinct().ToList();
        var filters = Enumerable.Range(0, 300).Select(_ => Levels(random, ["a", "b", "", "+", "$c", "#"]))
            .Where(filter => TopicFilter.IsValid(filter)).Distinct().ToList();
        var trie = new TopicTrie<string>();
        var tree = new TopicTree<string>();
        filters.ForEach(filter => trie.Add(filter, filter));
        topics.Where(topic => TopicName.IsValid(topic)).ToList().ForEach(topic => tree.Set(topic, topic));

        foreach (var topic in topics.Where(topic => TopicName.IsValid(topic)))
        {
            List<string> found = [];
            trie.Match(topic, found);
            Assert.Equal(filters.Where(filter => TopicFilter.Matches(filter, topic)).Order(), found.Order());
        }

        foreach (var filter in filters)
        {
            List<string> found = [];
            tree.Match(filter, found);
            Assert.Equal(topics.Where(topic => TopicName.IsValid(topic) && TopicFilter.Matches(filter, topic)).Order(), found.Order());
        }
    }

    [Fact]
    public void Tree_SetFindRemove_KeepsCount()
    {
        var tree = new TopicTree<string>();

        Assert.Null(tree.Set("a/b", "1"));
        Assert.Equal("1", tree.Set("a/b", "2"));
        Assert.Null(tree.Find("a"));
        Assert.Equal("2", tree.Find("a/b"));
        Assert.Equal("2", tree.Remove("a/b"));
        Assert.Null(tree.Remove("a/b"));
        Assert.Equal(0, tree.Count);
    }

    private static string Levels(Random random, string[] names) =>
        string.Join('/', Enumerable.Range(0, random.Next(1, 5)).Select(_ => names[random.Next(names.Length)]));
}
