using Bridge.Server.Journal;

namespace Bridge.Server.Tests.Journal;

public sealed class JournalWordsTests
{
    [Fact]
    public void Add_TooManyWords_KeepsTheFirstOnes()
    {
        var words = new JournalWords();
        words.Add(string.Join(' ', Enumerable.Range(0, JournalWords.MaximumWords + 5)));
        Assert.True(words.IsFull);
        Assert.Equal(JournalWords.MaximumWords, words.Take().Split(' ').Length);
        Assert.Equal("", words.Take());
    }

    [Fact]
    public void Of_AWordTooLong_IsCutAsInTheIndex()
    {
        Assert.Equal([new string('a', JournalWords.MaximumLength)], JournalWords.Of(new string('A', 100)));
    }
}
