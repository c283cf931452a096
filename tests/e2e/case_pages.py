"""What a house leaves behind of each case of its story: a page that an auditor prints."""


def assert_has_a_page_for_each_case(test, data, told):
    pages = sorted((data / 'pages').glob('*.html'))
    test.assertTrue(pages)
    for page in pages:
        test.assertIn(f'as a page to print: {page}', told)
        text = page.read_text()
        test.assertIn('<rect class="held"', text)
        test.assertIn('Gaps: <span class="good">0</span>', text)
        test.assertIn('<section id="proof-', text, 'each entry with its proof')
