// Runs before the first paint of pages made in advance, where the server cannot know the reader's theme.
{
  const theme = /(?:^|; )theme=(day|night)(?:;|$)/.exec(document.cookie)?.[1];
  if (theme) document.documentElement.dataset.theme = theme;
}
